terraform {
  source = "../module"
}

inputs = {
  name = "a"
}
