variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(any)
  default = {}
}

variable "client_id_list" {
  type    = list(string)
  default = []
}

variable "url" {
  type    = string
  default = "https://token.actions.githubusercontent.com"
}
