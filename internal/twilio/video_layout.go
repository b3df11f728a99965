package twilio

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/api"
)

// VideoLayout is a video layout of compositions: regions by their names, each with its properties by their names.
//
// Source: https://www.twilio.com/docs/video/api/compositions-resource#specifying-video-layouts
type VideoLayout map[string]map[string]any

// The limits of a resolution, in pixels.
// Source: https://www.twilio.com/docs/video/api/composition-hooks
const (
	minSide   = 16
	maxSide   = 1280
	maxPixels = 921_600
)

const defaultReuse = "show_oldest"

// regionProperty is the rule for a property of a region.
type regionProperty struct {
	// requirement completes "PROPERTY must be …".
	requirement string
	accepts     func(any) bool
}

// regionProperties are the properties of a region by their names.
var regionProperties = map[string]regionProperty{
	"x_pos": integer(0, maxSide-minSide), "y_pos": integer(0, maxSide-minSide), "z_pos": integer(-99, 99),
	"width": integer(minSide, maxSide), "height": integer(minSide, maxSide),
	"max_columns": integer(1, 1000), "max_rows": integer(1, 1000),
	"reuse": {"one of none, show_oldest, show_newest", func(value any) bool {
		return slices.Contains([]any{"none", defaultReuse, "show_newest"}, value)
	}},
	"video_sources": listOf("names of tracks or SIDs", isName), "video_sources_excluded": listOf("names of tracks or SIDs", isName),
	"cells_excluded": listOf("integers from 0 to 999999", integer(0, 999_999).accepts),
}

// integer returns the rule for integers from least to most. Twilio's responses have 0 for a length or a maximum that is not set, and for the
// other integers it is within the limits.
func integer(least, most float64) regionProperty {
	return regionProperty{fmt.Sprintf("an integer from %.0f to %.0f", least, most), func(value any) bool {
		n, ok := value.(float64)
		return ok && n == math.Trunc(n) && (n == 0 || n >= least && n <= most)
	}}
}

func listOf(items string, accepts func(any) bool) regionProperty {
	return regionProperty{"a list of " + items, func(value any) bool {
		list, ok := value.([]any)
		return ok && !slices.ContainsFunc(list, func(item any) bool { return !accepts(item) })
	}}
}

func isName(value any) bool {
	text, ok := value.(string)
	return ok && text != ""
}

// parseVideoLayout parses a layout. Its shape may still be invalid.
func parseVideoLayout(text string) (VideoLayout, error) {
	var layout VideoLayout
	err := json.Unmarshal([]byte(text), &layout)
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, fmt.Errorf("it must be a JSON object of regions, each of them an object, and has a JSON %s in place of one", mismatch.Value)
	}
	if err != nil {
		return nil, fmt.Errorf("it is no JSON: %w", err)
	}
	return layout, nil
}

// problems returns a sentence about each violation of Twilio's rules. The resolution may be "" for an unknown one.
func (l VideoLayout) problems(resolution string) []string {
	if len(l) == 0 {
		return []string{"It has no region. Omit video_layout to compose audio only."}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(l)) {
		region := l[name]
		report := func(format string, args ...any) {
			all = append(all, fmt.Sprintf("Region %s: %s", quoteName(name), fmt.Sprintf(format, args...)))
		}
		for _, property := range slices.Sorted(maps.Keys(region)) {
			rule, isKnown := regionProperties[property]
			if !isKnown {
				report("%s is no property of a region. The properties are %s.", quoteName(property),
					strings.Join(slices.Sorted(maps.Keys(regionProperties)), ", "))
			} else if value := region[property]; value != nil && !rule.accepts(value) { // null is the default
				report("%s must be %s.", property, rule.requirement)
			}
		}
		if region["video_sources"] == nil {
			report(`video_sources is missing. List names of tracks or SIDs, such as ["*"].`)
		}
		width, height, known := parseResolution(resolution)
		reportOverflow := func(positionName, lengthName string, available int) {
			position, _ := region[positionName].(float64)
			length, _ := region[lengthName].(float64)
			if known && position+max(length, minSide) > float64(available) {
				report("it does not fit into the resolution %s. %s and %s may be %d together, and %s is at least %d.",
					resolution, positionName, lengthName, available, lengthName, minSide)
			}
		}
		reportOverflow("x_pos", "width", width)
		reportOverflow("y_pos", "height", height)
	}
	return all
}

func quoteName(name string) string { return strconv.Quote(api.Truncate(api.SanitizeValue(name), 100)) }

// withoutDefaults returns the layout without properties at their defaults in the resolution, and with its lists, which have no order, sorted.
// Layouts with the same meaning become equal. Twilio does not document whether its responses have the defaults, and which of 0, null and the
// remaining length stands for a length that is not set. Properties that are not documented stay.
func (l VideoLayout) withoutDefaults(resolution string) VideoLayout {
	width, height, _ := parseResolution(resolution)
	reduced := VideoLayout{}
	for name, region := range l {
		reduced[name] = map[string]any{}
		xPos, _ := region["x_pos"].(float64)
		yPos, _ := region["y_pos"].(float64)
		defaults := map[string]any{"reuse": defaultReuse, "width": float64(width) - xPos, "height": float64(height) - yPos}
		for property, value := range region {
			list, isList := value.([]any)
			switch {
			case value == nil, value == 0.0, value == defaults[property], isList && len(list) == 0 && property != "video_sources":
			case isList:
				reduced[name][property] = sortUnique(list)
			default:
				reduced[name][property] = value
			}
		}
	}
	return reduced
}

// sortUnique returns the different numbers or texts of a list in ascending order.
func sortUnique(list []any) []any {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int {
		m, _ := a.(float64)
		n, _ := b.(float64)
		return cmp.Or(cmp.Compare(m, n), strings.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	return slices.CompactFunc(list, func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) })
}

// text returns the layout without defaults as JSON, as jsonencode writes it. It returns "" for a layout without regions.
func (l VideoLayout) text(resolution string) string {
	if len(l) == 0 {
		return ""
	}
	encoded, err := json.Marshal(l.withoutDefaults(resolution))
	if err != nil {
		return "" // It consists of decoded JSON.
	}
	return string(encoded)
}

// means reports whether a text is a layout with the same meaning in the resolution.
func (l VideoLayout) means(text, resolution string) bool {
	other, err := parseVideoLayout(text)
	return err == nil && other.text(resolution) == l.text(resolution)
}

// parseResolution returns the width and the height of a resolution such as 640x480, and whether Twilio accepts it.
func parseResolution(resolution string) (width, height int, valid bool) {
	_, err := fmt.Sscanf(resolution, "%dx%d", &width, &height)
	valid = err == nil && fmt.Sprintf("%dx%d", width, height) == resolution &&
		min(width, height) >= minSide && max(width, height) <= maxSide && width*height <= maxPixels
	return width, height, valid
}
