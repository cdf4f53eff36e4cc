catalog {
  urls = ["https://example.com/modules", "./modules"]
}

locals {
  a = 1
}

inputs = {
  a = local.a
}
