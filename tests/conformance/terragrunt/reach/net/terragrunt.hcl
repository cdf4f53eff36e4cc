terraform {
  source = "../modules//net"
}

inputs = {
  name = "main"
  tags = { env = "test" }
}
