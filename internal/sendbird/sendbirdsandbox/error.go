package sendbirdsandbox

import (
	"encoding/json"
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// The codes that the sandbox answers with, by their documented names:
// https://docs.sendbird.com/docs/calls/platform-api/v1/features/error-codes
const (
	codeInvalidParams    = 400100
	codeMissingParams    = 400111
	codeNotFound         = 400200
	codeUniqueConstraint = 400201
	codeNotAllowed       = 401120
	codeNotAuthorized    = 401121
)

var codeNames = map[int]string{
	codeInvalidParams:    "INVALID_PARAMS",
	codeMissingParams:    "MISSING_PARAMS",
	codeNotFound:         "NOT_FOUND",
	codeUniqueConstraint: "UNIQUE_CONSTRAINT",
	codeNotAllowed:       "NOT_ALLOWED",
	codeNotAuthorized:    "NOT_AUTHORIZED",
}

// apiError is the body of Sendbird's errors.
type apiError struct {
	Error   bool   `json:"error"`
	Code    int    `json:"code"`
	Type    string `json:"type,omitempty"`
	Message string `json:"message"`
}

func newError(code int, format string, args ...any) *apiError {
	return &apiError{Error: true, Code: code, Message: fmt.Sprintf(format, args...)}
}

// status is what each documented code begins with: what is not found is 400 too.
func (e *apiError) status() int { return e.Code / 1000 }

func invalid(format string, args ...any) *apiError {
	return newError(codeInvalidParams, format, args...)
}

func notFound(format string, args ...any) *apiError {
	return newError(codeNotFound, format, args...)
}

// refused is for what is documented to be an error, but not which.
func (b Behaviour) refused(format string, args ...any) *apiError {
	code := codeInvalidParams
	if b.NotAllowed {
		code = codeNotAllowed
	}
	return newError(code, format, args...)
}

func (b Behaviour) unauthorized() *apiError {
	code := codeNotAuthorized
	if b.TokenNotAllowed {
		code = codeNotAllowed
	}
	return newError(code, "Api-Token is missing, or not that of an application")
}

// Failure is a fault that answers the next request with an error of Sendbird's, with
// the status that belongs to the code: 429100 is the rate limit, and 500999 an
// internal error.
func Failure(code int, message string) sandbox.Fault {
	e := newError(code, "%s", message)
	body, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("sendbirdsandbox: encoding an error: %v", err))
	}
	return sandbox.Fault{Status: e.status(), Body: string(body)}
}
