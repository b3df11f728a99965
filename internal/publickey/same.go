package publickey

// Same reports whether two texts are the same key, so that another spelling is
// not taken for another key. Texts that are no key are the same only if they are
// equal.
func Same(a, b string) bool {
	keyA, errA := Parse(a)
	keyB, errB := Parse(b)
	if errA != nil || errB != nil {
		return a == b
	}
	return keyA == keyB
}
