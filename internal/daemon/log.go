package daemon

import (
	"fmt"
	"os"

	"github.com/mattn/go-isatty"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// NewLogger writes to standard error: JSON for programs, plain lines for
// people. The level can be changed while the service runs.
func NewLogger(level, format string) (*zap.Logger, zap.AtomicLevel, error) {
	at, err := zap.ParseAtomicLevel(level)
	if err != nil {
		return nil, at, fmt.Errorf("log level %q: choose debug, info, warn or error", level)
	}
	if format == "auto" {
		format = "json"
		if isatty.IsTerminal(os.Stderr.Fd()) {
			format = "console"
		}
	}
	var encoder zapcore.Encoder
	switch format {
	case "json":
		config := zap.NewProductionEncoderConfig()
		config.TimeKey, config.MessageKey, config.LevelKey = "@timestamp", "message", "log.level" // ECS
		config.EncodeTime = zapcore.RFC3339NanoTimeEncoder
		encoder = zapcore.NewJSONEncoder(config)
	case "console":
		config := zap.NewDevelopmentEncoderConfig()
		config.EncodeTime = zapcore.TimeEncoderOfLayout("15:04:05.000")
		config.EncodeLevel = zapcore.CapitalColorLevelEncoder
		encoder = zapcore.NewConsoleEncoder(config)
	default:
		return nil, at, fmt.Errorf("log format %q: choose auto, json or console", format)
	}
	return zap.New(zapcore.NewCore(encoder, zapcore.Lock(os.Stderr), at)), at, nil
}
