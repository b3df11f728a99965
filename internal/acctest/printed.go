package acctest

import "bytes"

// Printed is what the commands so far have printed, byte for byte as a terminal gets it.
func (w *Workspace) Printed() []byte {
	w.trace.mu.Lock()
	defer w.trace.mu.Unlock()
	var all bytes.Buffer
	for _, p := range w.trace.printed {
		all.Write(p.content)
	}
	return all.Bytes()
}
