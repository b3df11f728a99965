package s3url_test

import (
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

func ExampleParse() {
	u, err := s3url.Parse("https://my-bucket.s3-us-east-2.amazonaws.com/my/path/")
	fmt.Println(u.IsS3(), err)

	_, err = s3url.Parse("http://my-bucket.s3-us-east-2.amazonaws.com")
	fmt.Println(err)
	// Output:
	// true <nil>
	// the scheme must be https, not "http": write https://BUCKET.s3.REGION.amazonaws.com/PATH
}
