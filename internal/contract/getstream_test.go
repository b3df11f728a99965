package contract

import (
	"strings"
	"testing"
)

func TestContractOfGetStream(t *testing.T) {
	t.Parallel()
	require(t, loadGetStream)
	const (
		storages = "/api/v2/external_storage?api_key=key"
		created  = `{"duration":"1ms"}`
		valid    = `{"name":"n","storage_type":"s3","bucket":"b","aws_s3":{"s3_region":"eu-central-1"}}`
		listed   = `{"duration":"1ms","external_storages":{"n":{"name":"n","type":"s3","bucket":"b","path":""}}}`
		refusal  = `{"code":4,"message":"m","StatusCode":400,"duration":"1ms","more_info":"","details":[]}`
	)
	for name, tt := range map[string]struct {
		method, target, body string
		status               int
		answer, want         string
	}{
		"described":         {"POST", storages, valid, 201, created, ""},
		"described list":    {"GET", storages, "", 200, listed, ""},
		"refusal":           {"POST", storages, valid, 400, refusal, ""},
		"other part":        {"GET", "/api/v2/video/calltypes?api_key=key", "", 200, `{"any":1}`, ""},
		"without a key":     {"GET", "/api/v2/external_storage", "", 200, listed, "no credentials"},
		"unknown query":     {"GET", storages + "&limit=1", "", 200, listed, "undescribed parameter limit"},
		"unknown field":     {"POST", storages, strings.Replace(valid, "{", `{"region":"x",`, 1), 201, created, `"region" is unsupported`},
		"nested field":      {"POST", storages, strings.Replace(valid, "s3_region", "region", 1), 201, created, "region"},
		"missing field":     {"POST", storages, strings.Replace(valid, `"bucket":"b",`, "", 1), 201, created, "bucket"},
		"type of storage":   {"POST", storages, strings.Replace(valid, `"s3"`, `"azure"`, 1), 201, created, "storage_type"},
		"unknown answer":    {"GET", storages, "", 200, strings.Replace(listed, `"path"`, `"prefix"`, 1), "path"},
		"status":            {"POST", storages, valid, 200, created, "code"},
		"shape of an error": {"POST", storages, valid, 400, `{"error":"no"}`, "unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRequest(t, tt.method, tt.target, "application/json", tt.body)
			r.Header.Set("Authorization", "token")
			r.Header.Set("Stream-Auth-Type", "jwt")
			expectFailure(t, failures(t, &standIn{status: tt.status, body: tt.answer}, loadGetStream, r), tt.want)
		})
	}
}
