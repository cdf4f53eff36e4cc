terraform {
  after_hook "x" {
    commands = ["apply"]
    execute  = []
  }
}
