package web

import "regexp"

// secrets are the places where a text may hold what is nobody's business. A URI's
// user goes with the password, since some cameras want a key there; so does all up
// to the last @, since passwords are not always escaped.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(://)[^\s"'<>]*(@)`),
	regexp.MustCompile(`(?i)([?&;](?:[\w-]*(?:pass|passwd|password|pwd|secret|token|key|auth|sig|signature))=)[^&\s"'<>]+()`),
	regexp.MustCompile(`(?im)(^[ \t{,-]*["']?[\w-]*(?:password|passwd|secret|token|api_?key)["']?[ \t]*:[ \t]*)[^ \t\r\n].*()$`),
}

// redact takes passwords, tokens and keys out of URIs and settings.
func redact(text string) string {
	for _, secret := range secrets {
		text = secret.ReplaceAllString(text, "${1}…${2}")
	}
	return text
}
