// Package leak finds secrets in what Terraform prints, logs and stores.
package leak

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
)

// Secret is a value to look for.
type Secret struct {
	// Name identifies the secret in a finding.
	Name string
	// Value may have several lines, as a private key has. Each line is looked for, because hardly any text has the line breaks.
	Value string
	// Stored allows the secret in states and plans.
	Stored bool
}

// Place is a kind of content.
type Place string

// The places. Only states and plans may have stored secrets.
const (
	Output Place = "output"
	Log    Place = "log"
	File   Place = "file"
	State  Place = "state"
	Plan   Place = "plan"
)

// Finding is a secret in one form in one place.
type Finding struct {
	Place Place
	// Name is the name of the file, or of the command with that output.
	Name         string
	Secret, Form string
	// Line of the first occurrence, counted from 1.
	Line int
}

// String describes the finding without the secret.
func (f Finding) String() string {
	return fmt.Sprintf("%s in %s %s, %s, line %d", f.Secret, f.Place, f.Name, f.Form, f.Line)
}

// Scanner looks for secrets.
type Scanner struct{ needles []needle }

// needle is a form of a line of a secret.
type needle struct {
	secret Secret
	form   string
	text   []byte
}

// New returns a scanner for these secrets. A value without a line of 8 bytes is an error, because it could be part of any text.
func New(secrets []Secret) (*Scanner, error) {
	s := &Scanner{}
	for _, secret := range secrets {
		before := len(s.needles)
		for line := range strings.Lines(secret.Value) {
			line = strings.TrimSpace(line)
			// The frame of a PEM block is no secret.
			if len(line) >= 8 && !strings.HasPrefix(line, "-----") {
				s.needles = append(s.needles, needles(secret, line)...)
			}
		}
		if len(s.needles) == before {
			return nil, fmt.Errorf("%s has no line of 8 bytes or more", secret.Name)
		}
	}
	return s, nil
}

// needles returns the different forms of a line.
func needles(secret Secret, line string) (all []needle) {
	seen := map[string]bool{}
	add := func(form string, texts ...string) {
		for _, text := range texts {
			if !seen[text] {
				seen[text] = true
				all = append(all, needle{secret, form, []byte(text)})
			}
		}
	}
	add("as it is", line)
	add("URL-encoded", url.QueryEscape(line), url.PathEscape(line), url.QueryEscape(url.QueryEscape(line)))
	// Not every encoder escapes HTML, PHP's escapes slashes, and a log quotes JSON.
	escaped := escape(line)
	plain := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(escaped)
	slashes := strings.ReplaceAll(escaped, "/", `\/`)
	add("JSON-escaped", escaped, plain, slashes, escape(escaped), escape(plain), escape(slashes))
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			// In "user:password", the length of the user determines the form of the password. The characters at both ends depend on
			// the neighbours too.
			encoded := encoding.EncodeToString(append(make([]byte, before), line...))
			text := encoded[(8*before+5)/6 : 8*(before+len(line))/6]
			add("base64", text, url.QueryEscape(text))
		}
	}
	return all
}

// escape returns a text as it is between the quotes of a JSON string.
func escape(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // JSON has every string.
	}
	return string(raw[1 : len(raw)-1])
}

// Scan looks through the content of a place.
func (s *Scanner) Scan(place Place, name string, content []byte) (all []Finding) {
	for _, n := range s.needles {
		if n.secret.Stored && (place == State || place == Plan) {
			continue
		}
		if at := bytes.Index(content, n.text); at >= 0 {
			all = append(all, Finding{place, name, n.secret.Name, n.form, 1 + bytes.Count(content[:at], []byte("\n"))})
		}
	}
	return all
}

// Folder looks through the files below dir, except for symbolic links and those for which skip returns true. The arguments of skip are
// the path below dir, with slashes, and the content, which is nil for a folder.
func (s *Scanner) Folder(dir string, skip func(path string, content []byte) bool) (all []Finding, err error) {
	files := os.DirFS(dir)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != "." && skip(name, nil) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		content, err := fs.ReadFile(files, name)
		if err != nil || skip(name, content) {
			return err
		}
		found, err := s.file(name, content)
		all = append(all, found...)
		return err
	})
	return all, err
}

// file looks through a state, which it knows by its name, a saved plan, which is a zip archive, or another file. The configuration in a
// saved plan may have any secret.
func (s *Scanner) file(name string, content []byte) (all []Finding, err error) {
	if strings.Contains(path.Base(name), ".tfstate") {
		return s.Scan(State, name, content), nil
	}
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return s.Scan(File, name, content), nil
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("saved plan %s: %w", name, err)
	}
	for _, member := range archive.File {
		if strings.HasPrefix(member.Name, "tfconfig/") {
			continue
		}
		reader, err := member.Open()
		if err != nil {
			return nil, fmt.Errorf("saved plan %s: %w", name, err)
		}
		unpacked, err := io.ReadAll(reader)
		if err := errors.Join(err, reader.Close()); err != nil {
			return nil, fmt.Errorf("saved plan %s: %w", name, err)
		}
		all = append(all, s.Scan(Plan, name+"/"+member.Name, unpacked)...)
	}
	return all, nil
}
