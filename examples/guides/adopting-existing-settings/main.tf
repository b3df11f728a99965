terraform {
  required_providers {
    videostorage = {
      source = "videostorage/videostorage"
    }
  }
}

provider "videostorage" {}
