errors {
  ignore "a" {
    ignorable_errors = ["x"]
  }
}
