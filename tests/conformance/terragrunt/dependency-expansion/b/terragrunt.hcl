terraform {
  source = "../module"
}

inputs = {
  name = "b"
}
