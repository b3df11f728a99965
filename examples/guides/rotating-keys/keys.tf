locals {
  access_keys        = toset(["1"])
  current_access_key = "1"
}
