locals {
  name = "acc"
}
