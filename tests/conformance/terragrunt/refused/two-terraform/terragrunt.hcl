terraform {
  source = "./a"
}

terraform {
  source = "./b"
}
