terraform {
  before_hook "x" {
    execute = ["true"]
  }
}
