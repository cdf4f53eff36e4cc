errors {
  retry "first" {
    retryable_errors   = concat([".*one.*"], [".*two.*"])
    max_attempts       = 2
    sleep_interval_sec = 1
  }
  retry "second" {
    retryable_errors   = ["x"]
    max_attempts       = 5
    sleep_interval_sec = 10
  }
  ignore "third" {
    ignorable_errors = ["y", "!z"]
  }
  ignore "fourth" {
    ignorable_errors = ["w"]
    message          = "w is fine"
    signals = {
      code = 3
      name = "w"
    }
  }
}
