// Package aws holds what the provider must know of AWS to name things in it:
// partitions, ARNs and IAM policies. It sends nothing and knows no Terraform.
package aws
