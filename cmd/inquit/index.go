package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/inquit/inquit/services/indexer"
	"github.com/inquit/inquit/services/indexer/elastic"
	"github.com/inquit/inquit/services/indexer/embedded"
)

// indexOpener opens the index that the flags name; call it after parsing.
type indexOpener func(ctx context.Context) (indexer.Index, error)

// indexFlags declares which index and where it is.
func indexFlags(c *call, kind string) indexOpener {
	which := c.flags.String("index", kind, "sqlite: a file in the data folder; elasticsearch: a cluster")
	data := c.flags.String("data", "inquit-data", "`folder` of the embedded index, and of everything else with inquit up")
	url := c.flags.String("elasticsearch", "", "`URL` of Elasticsearch, or several divided by commas; implies --index elasticsearch")
	user := c.flags.String("elasticsearch-username", "", "Elasticsearch user `name`")
	password := c.flags.String("elasticsearch-password", "", "Elasticsearch `password`; better set by INQUIT_ELASTICSEARCH_PASSWORD")
	key := c.flags.String("elasticsearch-api-key", "", "Elasticsearch API `key`; better set by INQUIT_ELASTICSEARCH_API_KEY")
	ca := c.flags.String("elasticsearch-ca", "", "`file` with the certificate authority of Elasticsearch")
	compress := c.flags.Bool("elasticsearch-compress", false, "send requests gzipped: pays off over a slow network only")
	prefix := c.flags.String("index-prefix", "inquit", "beginning of all index names in Elasticsearch")
	return func(ctx context.Context) (indexer.Index, error) {
		switch {
		case *url != "" || *which == "elasticsearch":
			config := elastic.Config{Username: *user, Password: *password, APIKey: *key, Prefix: *prefix, Compress: *compress}
			if *url != "" {
				config.URLs = strings.Split(*url, ",")
			}
			if *ca != "" {
				pem, err := os.ReadFile(*ca)
				if err != nil {
					return nil, fmt.Errorf("certificate authority of Elasticsearch: %w", err)
				}
				config.CACert = pem
			}
			return elastic.Open(config)
		case *which == "sqlite":
			return embedded.Open(ctx, embedded.Config{Path: filepath.Join(*data, "index.db")})
		}
		return nil, usagef("--index %q: choose sqlite or elasticsearch", *which)
	}
}
