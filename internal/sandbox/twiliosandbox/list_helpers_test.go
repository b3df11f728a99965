package twiliosandbox_test

import "iter"

func firstOf[T any](items iter.Seq[T]) T {
	for item := range items {
		return item
	}
	var none T
	return none
}
