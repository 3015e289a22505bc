package nodes

import "regexp"

// secrets are the places where a text may hold what is nobody's business. A URI's
// user goes with the password, since some cameras want a key there; so does all up
// to the last @, since passwords are not always escaped.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(://)[^\s"'<>]*(@)`),
	regexp.MustCompile(`(?i)([?&;](?:[\w-]*(?:pass|passwd|password|pwd|secret|token|key|auth|sig|signature))=)[^&\s"'<>]+()`),
	regexp.MustCompile(`(?im)(^[ \t{,-]*["']?[\w-]*(?:password|passwd|secret|token|api_?key)["']?[ \t]*:[ \t]*)[^ \t\r\n].*()$`),
	regexp.MustCompile(`(?i)([{,][ \t]*["']?[\w-]*(?:password|passwd|secret|token|api_?key)["']?[ \t]*:[ \t]*)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'][^,}\r\n]*)()`),
}

// Redact takes users, passwords, tokens and keys out of the URIs and settings in a
// text. Whatever is shown or written goes through it.
func Redact(text string) string {
	for _, secret := range secrets {
		text = secret.ReplaceAllString(text, "${1}…${2}")
	}
	return text
}
