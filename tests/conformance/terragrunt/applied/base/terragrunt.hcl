terraform {
  source = "../modules/outputs"
}
