inputs = {
  a = timecmp("yesterday", "2020-01-01T00:00:00Z")
}
