terraform {
  source = "../../module"
}
