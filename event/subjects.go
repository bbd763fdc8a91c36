package event

// The subjects. Those that end in a dot take one token more.
const (
	SubjectURLs       = "inquit.urls"
	SubjectSubmit     = "inquit.submit"
	SubjectFetch      = "inquit.work.fetch." // + host token
	SubjectLater      = "inquit.work.later." // + work id
	SubjectArticles   = "inquit.articles."   // + host token
	SubjectStatements = "inquit.statements." // + host token
	SubjectFailed     = "inquit.failed."     // + stage + "." + reason
	SubjectSaid       = "inquit.said."       // + speaker slug; plain messages, kept by no stream
	SubjectMaxDeliver = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES."
)

// The streams.
const (
	StreamURLs       = "INQUIT_URLS"
	StreamWork       = "INQUIT_WORK"
	StreamArticles   = "INQUIT_ARTICLES"
	StreamStatements = "INQUIT_STATEMENTS"
	StreamFailed     = "INQUIT_FAILED"
	StreamAdvisory   = "INQUIT_ADVISORY"
)

// The durable consumers, one for each stage, shared by all replicas of a service.
const (
	ConsumerIntake     = "intake"
	ConsumerFetchers   = "fetchers"
	ConsumerExtractors = "extractors"
	ConsumerIndexers   = "indexers"
	ConsumerStuck      = "stuck"
)

// The buckets of the key-value and object stores.
const (
	BucketHosts = "INQUIT_HOSTS"
	BucketState = "INQUIT_STATE"
	BucketRaw   = "INQUIT_RAW"
)

// Stage is a step on the way of a URL.
type Stage string

// The stages.
const (
	StageIntake  Stage = "intake"
	StageFetch   Stage = "fetch"
	StageExtract Stage = "extract"
	StageIndex   Stage = "index"
)
