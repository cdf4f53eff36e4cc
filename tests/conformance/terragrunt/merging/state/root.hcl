remote_state {
  backend = "s3"
  config = {
    bucket = "parent"
    key    = "parent"
  }
}
