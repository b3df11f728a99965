//go:build race

package faults_test

// Under the race detector, a cell takes four times as much of the processor.
const raceDetector = true
