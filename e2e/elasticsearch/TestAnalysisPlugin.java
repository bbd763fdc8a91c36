package org.inquit.test;

import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;

/**
 * Elastic's server for integration tests comes without its modules. This puts back, under their real names and on the same
 * Lucene classes, the parts of analysis-common that inquit's templates and the .security index name, and GET / of rest-root.
 */
public final class TestAnalysisPlugin extends Plugin implements AnalysisPlugin, ActionPlugin {

  /** A filter that may also be part of a normalizer. */
  private record Fold(String name) implements NormalizingTokenFilterFactory {
    @Override
    public TokenStream create(TokenStream in) {
      return new ASCIIFoldingFilter(in);
    }
  }

  private record Filter(String name, Function<TokenStream, TokenStream> make) implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream in) {
      return make.apply(in);
    }
  }

  private record Mapping(String name, NormalizeCharMap map) implements NormalizingCharFilterFactory {
    @Override
    public Reader create(Reader in) {
      return new MappingCharFilter(map, in);
    }
  }

  @Override
  public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
    return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings((index, env, name, settings) -> {
      var rules = new NormalizeCharMap.Builder();
      for (String rule : settings.getAsList("mappings")) {
        String[] sides = rule.split("=>", 2);
        if (sides.length != 2) {
          throw new IllegalArgumentException("mapping without =>: " + rule);
        }
        rules.add(unescape(sides[0].trim()), unescape(sides[1].trim()));
      }
      return new Mapping(name, rules.build());
    }));
  }

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

  private static String unescape(String text) {
    return ESCAPE.matcher(text).replaceAll(m -> {
      String c = Character.toString(Integer.parseInt(m.group(1), 16));
      return java.util.regex.Matcher.quoteReplacement(c);
    });
  }

  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of(
        "asciifolding", (index, env, name, settings) -> new Fold(name),
        "stemmer", AnalysisPlugin.requiresAnalysisSettings((index, env, name, settings) -> stemmer(name, settings.get("language"))),
        "unique", (index, env, name, settings) -> new Filter(name, Unique::new),
        "pattern_capture", AnalysisPlugin.requiresAnalysisSettings((index, env, name, settings) -> {
          boolean keep = settings.getAsBoolean("preserve_original", true);
          Pattern[] patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
          return new Filter(name, in -> new PatternCaptureGroupTokenFilter(in, keep, patterns));
        }));
  }

  private static TokenFilterFactory stemmer(String name, String language) {
    return switch (language) {
      case "english" -> new Filter(name, PorterStemFilter::new);
      case "possessive_english" -> new Filter(name, EnglishPossessiveFilter::new);
      default -> throw new IllegalArgumentException("the test server has no stemmer for " + language);
    };
  }

  private static final class Unique extends FilteringTokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Set<String> seen = new HashSet<>();

    Unique(TokenStream in) {
      super(in);
    }

    @Override
    protected boolean accept() {
      return seen.add(term.toString());
    }

    @Override
    public void reset() throws IOException {
      super.reset();
      seen.clear();
    }
  }

  @Override
  public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
    return List.of(tokenizer("keyword", KeywordTokenizer::new), tokenizer("whitespace", WhitespaceTokenizer::new),
        tokenizer("uax_url_email", UAX29URLEmailTokenizer::new));
  }

  private static PreConfiguredTokenizer tokenizer(String name, Supplier<Tokenizer> make) {
    return PreConfiguredTokenizer.singleton(name, make);
  }

  @Override
  public List<RestHandler> getRestHandlers(Settings settings, NamedWriteableRegistry names, RestController controller, ClusterSettings cluster,
      IndexScopedSettings index, SettingsFilter filter, IndexNameExpressionResolver resolver, Supplier<DiscoveryNodes> nodes,
      Predicate<NodeFeature> features) {
    return List.of(new Greeting());
  }

  private static final class Greeting extends BaseRestHandler {
    @Override
    public String getName() {
      return "inquit_test_greeting";
    }

    @Override
    public List<Route> routes() {
      return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
      return channel -> {
        var body = channel.newBuilder().startObject().startObject("version");
        body.field("number", Build.current().version()).field("build_flavor", Build.current().flavor()).endObject();
        channel.sendResponse(new RestResponse(RestStatus.OK, body.field("tagline", "You Know, for Search").endObject()));
      };
    }
  }
}
