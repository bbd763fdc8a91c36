package embedded

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWordsAreThoseOfElasticsearch needs a real server: e2e/elasticsearch/with.
func TestWordsAreThoseOfElasticsearch(t *testing.T) {
	server := os.Getenv("INQUIT_TEST_ELASTICSEARCH")
	if server == "" {
		if os.Getenv("INQUIT_TEST_REQUIRE_ELASTICSEARCH") == "1" {
			t.Fatal("INQUIT_TEST_ELASTICSEARCH is not set")
		}
		t.Skip("SKIPPED, NOTHING WAS TESTED: no Elasticsearch. Run e2e/elasticsearch/with go test ./services/indexer/...")
	}
	index := server + "/inquit-test-" + strings.ToLower(rand.Text())
	analysis, err := os.ReadFile("../elastic/analysis.json")
	if err != nil {
		t.Fatal(err)
	}
	var shipped struct {
		Template json.RawMessage `json:"template"`
	}
	if err := json.Unmarshal(analysis, &shipped); err != nil {
		t.Fatal(err)
	}
	ask(t, http.MethodPut, index, shipped.Template, nil)
	t.Cleanup(func() { ask(t, http.MethodDelete, index, nil, nil) })

	for _, text := range []string{
		"“We won’t accept it,” she said",
		"Seán O’Müller, 42, re-use—ever… 10% $5 €6 #tag @user",
		"3,000.50 or 1;2 or 5, 1'000 1,2,3 a,b v2.0 2.0v iPhone5s",
		"U.S. and e.g. example.org. foo@bar.com http://x.y/z?a=b",
		"STRASSE Straße ŁÓDŹ Æon Þór ĦÎ ıİ Ŋ ĸ Ð ẞ ﬁne ² ½ Ｆｕｌｌ naïve Ångström Ñandú č ř ů ő ť",
		"cafe\u0301 café e\u0302\u0301x x\u00adsoft zw\u200djoin zero\u200bwidth",
		"snake_case a.1 1.a a1.b2 a:b 1:2 a·b a‧b x;y o'1 _a_ __ a__b",
		"йод и 東京 カタカナ ひらがな 한국어 नमस्ते العربية",
		"'quoted' ’tis rock ’n’ roll l’été d'Or the ministers’ aides",
	} {
		var answer struct {
			Tokens []struct {
				Token string `json:"token"`
			} `json:"tokens"`
		}
		request, err := json.Marshal(map[string]string{"analyzer": "inquit_exact", "text": text})
		if err != nil {
			t.Fatal(err)
		}
		ask(t, http.MethodPost, index+"/_analyze", request, &answer)
		var want []string
		for _, token := range answer.Tokens {
			want = append(want, token.Token)
		}
		if diff := cmp.Diff(want, words(text)); diff != "" {
			t.Errorf("%s (-Elasticsearch +ours):\n%s", text, diff)
		}
	}
}

func ask(t *testing.T, method, url string, body []byte, into any) {
	t.Helper()
	request, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: status %d", method, url, response.StatusCode)
	}
	if into == nil {
		return
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
