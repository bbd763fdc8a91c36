package said

import (
	"testing"

	"github.com/inquit/inquit/said/internal/token"
)

func TestDetectLanguage(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"English", "The mayor said that the bridge would be closed for most of the year.", "en"},
		{"German", "Die Bürgermeisterin sagte, dass die Brücke nicht vor dem Sommer öffnet.", "de"},
		{"French", "La maire a dit que le pont ne sera pas ouvert avant la fin de l'été.", "fr"},
		{"Spanish", "La alcaldesa dijo que el puente no se abrirá hasta el final del verano.", "es"},
		{"Russian", "Мэр сказала, что мост не откроют до конца лета.", "ru"},
		{"Japanese", "市長は橋が夏まで開かないと述べた。", "ja"},
		{"Chinese", "市长说，大桥夏天之前不会开放。", "zh"},
		{"no words", "123 456", "und"},
		{"nothing", "", "und"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := detectLanguage(token.Split(tt.text)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
