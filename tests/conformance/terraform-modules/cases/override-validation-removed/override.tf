variable "v" {
  default = 9
}
