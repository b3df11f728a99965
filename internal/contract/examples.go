package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// Example is an answer that the descriptions give as an example.
type Example struct {
	// Operation is the description's name, and Name the example's own in it.
	Operation, Name string
	Status          int
	ContentType     string
	Body            []byte
}

// Examples are all answers to the operations in [Used] that the descriptions give.
func (c *Contract) Examples() ([]Example, error) {
	var all []Example
	for _, o := range c.operations {
		if !slices.Contains(Used, o.id) {
			continue
		}
		for status, response := range o.described.Responses.Map() {
			for contentType, media := range response.Value.Content {
				for name, example := range media.Examples {
					code, err := strconv.Atoi(status)
					if err != nil {
						return nil, fmt.Errorf("%s answers with status %s, which is no number", o.id, status)
					}
					body, err := json.Marshal(example.Value.Value)
					if err != nil {
						return nil, fmt.Errorf("example %s of %s: %w", name, o.id, err)
					}
					all = append(all, Example{Operation: o.id, Name: name, Status: code, ContentType: contentType, Body: body})
				}
			}
		}
	}
	return all, nil
}
