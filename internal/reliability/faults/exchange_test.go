package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

const (
	htmlType = "text/html"
	jsonType = "application/json"
)

// exchange is a request that a fault answers.
type exchange struct {
	ctx       context.Context
	conn, raw net.Conn
	front     *front
	req       *http.Request
	// sent is the request's body.
	sent []byte
	// real is the vendor's own answer, where it carried the request out.
	real *http.Response
}

// reply sends an answer. headers are names and values in turn.
func (x *exchange) reply(status int, contentType, body string, headers ...string) error {
	resp := &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	if contentType != "" {
		resp.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] != "" {
			resp.Header.Set(headers[i], headers[i+1])
		}
	}
	return send(x.conn, resp)
}

// secrets are those that the request holds: whatever answers it might repeat them.
func (x *exchange) secrets() string {
	_, password, _ := x.req.BasicAuth()
	return fmt.Sprintf("%s %s %s %s", x.req.Header.Get("Authorization"), password, x.req.Header.Get("Api-Token"), x.sent)
}

func nothing(*exchange) string { return "" }

// page is a gateway's, with the worst that one could say: the request's secrets, what
// clears a terminal, and what turns its text round.
func page(x *exchange) string {
	return "<html>\x1b[2J\u202e<h1>Sorry</h1>\r\n" + x.secrets() + "\x00\a</html>"
}

// status answers with a status and a body.
func status(code int, contentType string, body func(*exchange) string) func(*exchange) error {
	return func(x *exchange) error { return x.reply(code, contentType, body(x)) }
}

// limit answers 429 as the vendors do, which asks to wait so long.
func limit(retryAfter func() string) func(*exchange) error {
	return func(x *exchange) error {
		return x.reply(429, jsonType, x.refusal(429, 20429, 429100, "Too Many Requests"), "Retry-After", retryAfter())
	}
}

// refusal answers as the vendors do, each with its own code.
func refusal(code, twilioCode, sendbirdCode int, message string) func(*exchange) error {
	return func(x *exchange) error {
		return x.reply(code, jsonType, x.refusal(code, twilioCode, sendbirdCode, message))
	}
}

func (x *exchange) refusal(code, twilioCode, sendbirdCode int, message string) string {
	message += "\x1b[2J " + x.secrets()
	if x.req.Header.Get("Api-Token") != "" {
		return fmt.Sprintf(`{"error":true,"code":%d,"message":%s}`, sendbirdCode, quoted(message))
	}
	return fmt.Sprintf(`{"code":%d,"message":%s,"more_info":"https://www.twilio.com/docs/errors/%[1]d","status":%[3]d}`, twilioCode, quoted(message), code)
}

// half sends half of the vendor's own answer, and hangs up.
func (x *exchange) half() error {
	body, err := io.ReadAll(x.real.Body)
	if err != nil {
		return err
	}
	if len(body) < 2 {
		body = []byte(`{"sid":"","url":""}`)
	}
	_, err = fmt.Fprintf(x.conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)/2])
	return err
}

// trickle begins an answer, and goes on with it byte by byte until the client leaves.
func (x *exchange) trickle(begin string) error {
	if _, err := io.WriteString(x.conn, begin); err != nil {
		return err
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-x.ctx.Done():
			return x.ctx.Err()
		case <-ticker.C:
			if _, err := x.conn.Write([]byte("a")); err != nil {
				return err
			}
		}
	}
}

// pour sends more than a client should read, and does not say how much it will be.
func (x *exchange) pour() error {
	if _, err := io.WriteString(x.conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"sid\":\""); err != nil {
		return err
	}
	chunk := bytes.Repeat([]byte("a"), 64<<10)
	for range api.MaxBody/len(chunk) + 1 {
		if _, err := x.conn.Write(chunk); err != nil {
			return err
		}
	}
	return nil
}

// quoted is a text in JSON.
func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // never: a text can be encoded
	}
	return string(raw)
}
