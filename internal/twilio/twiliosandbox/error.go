package twiliosandbox

import (
	"fmt"
	"net/http"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// apiError is the body of Twilio's errors.
type apiError struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func newError(status, code int, message string) *apiError {
	return &apiError{
		Code:     code,
		Message:  message,
		MoreInfo: fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
		Status:   status,
	}
}

// unauthenticated is documented: https://www.twilio.com/docs/api/errors/20003.
func unauthenticated() *apiError {
	return newError(http.StatusUnauthorized, 20003, "Authenticate")
}

// notFound is documented: https://www.twilio.com/docs/api/errors/20404.
func notFound(path string) *apiError {
	return newError(http.StatusNotFound, 20404, fmt.Sprintf("The requested resource %s was not found", path))
}

// methodNotAllowed is documented: https://www.twilio.com/docs/api/errors/20004.
func methodNotAllowed(method string) *apiError {
	return newError(http.StatusMethodNotAllowed, 20004, fmt.Sprintf("Method %s is not allowed", method))
}

// codeInvalid is what Twilio documents for a missing parameter.
const codeInvalid = 20001

// invalid is 400 with [codeInvalid]. Which code and message Twilio gives to a
// bad parameter of settings, or of a list, is not documented; the sandbox uses
// the same code for all.
func invalid(format string, args ...any) *apiError {
	return refused(codeInvalid, format, args...)
}

// refused is 400 with a code.
func refused(code int, format string, args ...any) *apiError {
	return newError(http.StatusBadRequest, code, fmt.Sprintf(format, args...))
}

func (e *apiError) write(w http.ResponseWriter) {
	sandbox.WriteJSON(w, e.Status, e)
}
