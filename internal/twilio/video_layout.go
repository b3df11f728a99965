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
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
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

// The properties of a region.
var (
	// regionIntegers are the smallest and the largest value of the integers.
	regionIntegers = map[string][2]int{
		"x_pos": {0, maxSide - minSide}, "y_pos": {0, maxSide - minSide}, "z_pos": {-99, 99}, "width": {minSide, maxSide}, "height": {minSide, maxSide},
		"max_columns": {1, 1000}, "max_rows": {1, 1000},
	}
	// unsetAtZero are the integers that Twilio's responses have as 0 or null if they are not set.
	unsetAtZero      = []string{"width", "height", "max_columns", "max_rows"}
	regionLists      = []string{"video_sources", "video_sources_excluded", "cells_excluded"}
	reuseModes       = []string{"none", "show_oldest", "show_newest"}
	regionProperties = append(slices.Sorted(maps.Keys(regionIntegers)), "cells_excluded", "reuse", "video_sources", "video_sources_excluded")
)

const (
	defaultReuse    = "show_oldest"
	maxExcludedCell = 999_999
)

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
			if problem := validateProperty(property, region[property]); problem != "" {
				report("%s", problem)
			}
		}
		if region["video_sources"] == nil {
			report(`video_sources is missing. List names of tracks or SIDs, such as ["*"].`)
		}
		width, height, known := parseResolution(resolution)
		for _, side := range []struct {
			position, length string
			available        int
		}{{"x_pos", "width", width}, {"y_pos", "height", height}} {
			position, _ := region[side.position].(float64)
			length, _ := region[side.length].(float64)
			if known && position+max(length, minSide) > float64(side.available) {
				report("it does not fit into the resolution %s. %s and %s may be %d together, and %s is at least %d.",
					resolution, side.position, side.length, side.available, side.length, minSide)
			}
		}
	}
	return all
}

// validateProperty returns a sentence if a property is unknown, or its value is not allowed. Null is the default.
func validateProperty(name string, value any) string {
	limits, isInteger := regionIntegers[name]
	switch {
	case !slices.Contains(regionProperties, name):
		return fmt.Sprintf("%s is no property of a region. The properties are %s.", quoteName(name), strings.Join(regionProperties, ", "))
	case value == nil:
	case isInteger && !isIntegerIn(value, limits[0], limits[1]) && (value != 0.0 || !slices.Contains(unsetAtZero, name)):
		return fmt.Sprintf("%s must be an integer from %d to %d.", name, limits[0], limits[1])
	case name == "reuse" && !slices.Contains(reuseModes, fmt.Sprint(value)):
		return fmt.Sprintf("reuse must be one of %s.", strings.Join(reuseModes, ", "))
	case name == "cells_excluded" && !isListOf(value, func(v any) bool { return isIntegerIn(v, 0, maxExcludedCell) }):
		return fmt.Sprintf("cells_excluded must be a list of integers from 0 to %d.", maxExcludedCell)
	case strings.HasPrefix(name, "video_sources") && !isListOf(value, func(v any) bool { text, ok := v.(string); return ok && text != "" }):
		return fmt.Sprintf("%s must be a list of names of tracks or SIDs.", name)
	}
	return ""
}

func isIntegerIn(value any, least, most int) bool {
	n, ok := value.(float64)
	return ok && n == math.Trunc(n) && n >= float64(least) && n <= float64(most)
}

func isListOf(value any, isItem func(any) bool) bool {
	list, ok := value.([]any)
	return ok && !slices.ContainsFunc(list, func(item any) bool { return !isItem(item) })
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
		for property, value := range region {
			_, isInteger := regionIntegers[property]
			list, isList := value.([]any)
			switch {
			case value == nil, isInteger && value == 0.0, property == "reuse" && value == defaultReuse:
			case property == "width" && value == float64(width)-xPos, property == "height" && value == float64(height)-yPos:
			case isList && len(list) == 0 && property != "video_sources":
			case isList && slices.Contains(regionLists, property):
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
		m, isNumber := a.(float64)
		n, areNumbers := b.(float64)
		if isNumber && areNumbers {
			return cmp.Compare(m, n)
		}
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
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

var resolutionPattern = lazyregexp.New(`^([1-9][0-9]{1,3})x([1-9][0-9]{1,3})$`)

// parseResolution returns the width and the height of a resolution such as 640x480, and whether Twilio accepts it.
func parseResolution(resolution string) (width, height int, valid bool) {
	match := resolutionPattern.FindStringSubmatch(resolution)
	if match == nil {
		return 0, 0, false
	}
	width, _ = strconv.Atoi(match[1])
	height, _ = strconv.Atoi(match[2])
	return width, height, min(width, height) >= minSide && max(width, height) <= maxSide && width*height <= maxPixels
}
