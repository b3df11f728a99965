package main

import (
	"net"
	"os"
)

// The provider crashes when the test hangs up.
func init() {
	go func() {
		conn, err := net.Dial("tcp", os.Getenv("CRASH_ADDRESS"))
		if err == nil {
			_, err = conn.Read(make([]byte, 1))
		}
		panic("told to crash: " + os.Getenv("CRASH_WORDS") + err.Error())
	}()
}
