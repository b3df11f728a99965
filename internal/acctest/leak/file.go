package leak

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File looks through a file of a Terraform or OpenTofu working directory. A saved
// plan is a zip archive, whose members are scanned unpacked, except for its copy of
// the configuration. A state is known by its name. It returns an error for an
// archive that cannot be read.
func (s *Scanner) File(name string, content []byte) ([]Finding, error) {
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return s.plan(name, content)
	case strings.Contains(filepath.Base(name), ".tfstate"):
		return s.Scan(State, name, content), nil
	}
	return s.Scan(File, name, content), nil
}

func (s *Scanner) plan(name string, content []byte) ([]Finding, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("saved plan %s: %w", name, err)
	}
	var all []Finding
	for _, member := range archive.File {
		if strings.HasPrefix(member.Name, "tfconfig/") {
			continue
		}
		unpacked, err := unpack(member)
		if err != nil {
			return nil, fmt.Errorf("saved plan %s, member %s: %w", name, member.Name, err)
		}
		all = append(all, s.Scan(Plan, name+"/"+member.Name, unpacked)...)
	}
	return all, nil
}

func unpack(member *zip.File) (content []byte, err error) {
	reader, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := reader.Close(); err == nil {
			err = closing
		}
	}()
	return io.ReadAll(reader)
}

// Folder looks through all files below dir as [Scanner.File] does, but through no
// symbolic link and nothing that skip returns true for. It is given the path below
// dir, with slashes, and the file's content, nil for a folder. The error is that of
// a file that cannot be read.
func (s *Scanner) Folder(dir string, skip func(path string, content []byte) bool) ([]Finding, error) {
	var all []Finding
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(below)
		if entry.IsDir() && path != dir && skip(name, nil) {
			return filepath.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if skip(name, content) {
			return nil
		}
		found, err := s.File(name, content)
		all = append(all, found...)
		return err
	})
	return all, err
}
