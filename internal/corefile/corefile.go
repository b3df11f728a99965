// Package corefile keeps a crash from leaving the process's memory in a file. There are
// secrets in it, and Terraform's working directory, where the file would be, is often
// kept and shared.
package corefile
