package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestWhichRequestsAFaultFires sends "GET /a" eight times and lists the
// numbers of those that a fault took, with the fault's status.
func TestWhichRequestsAFaultFires(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		faults []Fault
		want   string
	}{
		"none":                        {nil, ""},
		"the next":                    {[]Fault{{Status: 500}}, "1:500"},
		"the first is the next":       {[]Fault{{Nth: 1, Status: 500}}, "1:500"},
		"the nth":                     {[]Fault{{Nth: 3, Status: 500}}, "3:500"},
		"the nth, some times":         {[]Fault{{Nth: 3, Times: 2, Status: 500}}, "3:500 4:500"},
		"every second":                {[]Fault{{Every: 2, Status: 500}}, "2:500 4:500 6:500 8:500"},
		"every second, twice":         {[]Fault{{Every: 2, Times: 2, Status: 500}}, "2:500 4:500"},
		"every goes before nth":       {[]Fault{{Every: 4, Nth: 1, Status: 500}}, "4:500 8:500"},
		"one after another":           {[]Fault{{Status: 500}, {Status: 503}}, "1:500 2:503"},
		"the oldest first":            {[]Fault{{Every: 2, Status: 500}, {Nth: 2, Status: 503}}, "2:500 3:503 4:500 6:500 8:500"},
		"its method":                  {[]Fault{{Method: "GET", Status: 500}}, "1:500"},
		"another method":              {[]Fault{{Method: "POST", Status: 500}}, ""},
		"its path":                    {[]Fault{{Path: "a", Status: 500}}, "1:500"},
		"another path":                {[]Fault{{Path: "b", Status: 500}}, ""},
		"a fault that changes naught": {[]Fault{{}}, "1:0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults Faults
			for _, f := range tt.faults {
				faults.Add(f)
			}
			var fired []string
			for i := range 8 {
				if f, due := faults.Take("GET", "/a"); due {
					fired = append(fired, fmt.Sprintf("%d:%d", i+1, f.Status))
				}
			}
			if got := strings.Join(fired, " "); got != tt.want {
				t.Errorf("fired %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFaultsCountOnlyMatchingRequests(t *testing.T) {
	t.Parallel()
	var faults Faults
	faults.Add(Fault{Method: "POST", Path: "Settings", Nth: 2})
	requests := []string{"GET /Settings", "POST /Settings", "POST /Rooms", "POST /Settings"}
	var fired []bool
	for _, r := range requests {
		method, path, _ := strings.Cut(r, " ")
		_, due := faults.Take(method, path)
		fired = append(fired, due)
	}
	if want := []bool{false, false, false, true}; !slices.Equal(fired, want) {
		t.Errorf("fired at %v, want %v", fired, want)
	}
}

func TestClearTakesFaultsBack(t *testing.T) {
	t.Parallel()
	var faults Faults
	faults.Add(Fault{Every: 1, Status: 500})
	faults.Clear()
	if f, due := faults.Take("GET", "/"); due {
		t.Errorf("fault %+v fired after Clear", f)
	}
}
