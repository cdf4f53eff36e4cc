model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 2.4.0, < 2.72.0"
  read_at  = ["v2.4.0", "v2.44.0", "v2.71.0"]
  # The routes to the NAT gateways stand in the table of another network before 2.48.
  leaves_out = ["aws_route.database_nat_gateway", "aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
