// Package reachtest finds what a value holds on to, for tests of what it must not.
package reachtest

import "reflect"

// Texts calls f with each string, and each slice of bytes, that a value leads to,
// through whatever fields it has. Nothing may change it meanwhile.
func Texts(value any, f func(string)) {
	texts(reflect.ValueOf(value), map[uintptr]bool{}, f)
}

func texts(v reflect.Value, seen map[uintptr]bool, f func(string)) {
	switch v.Kind() {
	case reflect.String:
		f(v.String())
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			texts(v.Elem(), seen, f)
		}
	case reflect.Interface:
		texts(v.Elem(), seen, f)
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), seen, f)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			f(string(v.Bytes()))
			return
		}
		for i := range v.Len() {
			texts(v.Index(i), seen, f)
		}
	case reflect.Map:
		for pairs := v.MapRange(); pairs.Next(); {
			texts(pairs.Key(), seen, f)
			texts(pairs.Value(), seen, f)
		}
	}
}
