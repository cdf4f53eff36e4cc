//! Whether a subnet's routes lead to an internet gateway.

use super::super::network::Exposure;
use super::infrastructure::{Declaration, Infrastructure, kind_of};
use super::read::{self, Got};
use crate::eval::value::{Address, Value};
use std::collections::{HashMap, HashSet};

/// What the routes of a table lead to.
#[derive(Clone, Copy, Debug, Default)]
struct Table {
    /// A route to an internet gateway that is there for certain.
    internet: bool,
    /// One that is perhaps there.
    perhaps_internet: bool,
    /// A route whose target is not known.
    unclear: bool,
}

/// Route tables and which subnets use them.
pub(super) struct Routes<'i, 'a> {
    infra: &'i Infrastructure<'a>,
    tables: HashMap<Address, Table>,
    by_subnet: HashMap<Address, HashSet<Address>>,
    /// Subnets associated with a table that is not declared here.
    elsewhere: HashSet<Address>,
    /// An association whose subnet is not known: any subnet may be meant.
    loose: bool,
    /// Configurations that change their VPC's main route table.
    main_changed: HashSet<usize>,
}

const TABLES: [&str; 2] = ["aws_route_table", "aws_default_route_table"];

impl<'i, 'a> Routes<'i, 'a> {
    pub(super) fn new(infra: &'i Infrastructure<'a>) -> Self {
        let mut routes = Routes {
            infra,
            tables: HashMap::new(),
            by_subnet: HashMap::new(),
            elsewhere: HashSet::new(),
            loose: false,
            main_changed: HashSet::new(),
        };
        for table in TABLES.iter().flat_map(|kind| infra.of_kind(kind)) {
            let mut sum = Table::default();
            let (inline, more) = read::items(table.get("route"));
            sum.unclear |= more.is_some();
            for route in inline {
                add(&mut sum, target(route), false);
            }
            routes.tables.insert(table.address.clone(), sum);
        }
        for route in infra.of_kind("aws_route") {
            let Some(value) = route.get("route_table_id").set() else { continue };
            let kind = target(&route.resource.attributes);
            for table in TABLES.iter().flat_map(|k| infra.join(value, k, &[], route)) {
                if let Some(sum) = routes.tables.get_mut(&table.address) {
                    add(sum, kind, route.perhaps().is_some() && table.perhaps().is_none());
                }
            }
        }
        for main in infra.of_kind("aws_main_route_table_association").chain(infra.of_kind("aws_default_route_table")) {
            routes.main_changed.insert(main.unit);
        }
        for association in infra.of_kind("aws_route_table_association") {
            routes.associate(association);
        }
        routes
    }

    fn associate(&mut self, association: &Declaration<'a>) {
        let Some(subnet) = association.get("subnet_id").set() else { return };
        let subnets = self.infra.join(subnet, "aws_subnet", &[], association);
        if subnets.is_empty() {
            self.loose = true;
        }
        let table = association.get("route_table_id").set();
        let tables: Vec<Address> = table
            .map(|v| TABLES.iter().flat_map(|k| self.infra.join(v, k, &[], association)).map(|t| t.address.clone()))
            .map(Iterator::collect)
            .unwrap_or_default();
        for subnet in subnets {
            if tables.is_empty() {
                self.elsewhere.insert(subnet.address.clone());
            }
            self.by_subnet.entry(subnet.address.clone()).or_default().extend(tables.iter().cloned());
        }
    }

    /// What its routes make a subnet.
    pub(super) fn exposure(&self, subnet: &Declaration<'_>) -> Exposure {
        if self.elsewhere.contains(&subnet.address) {
            return Exposure::Unknown;
        }
        let Some(tables) = self.by_subnet.get(&subnet.address) else {
            // It uses the VPC's main route table, which leads nowhere unless somebody changes it.
            let vpc_here = subnet
                .get("vpc_id")
                .set()
                .and_then(read::reference_of)
                .is_some_and(|r| self.infra.referred(r).iter().any(|d| d.unit == subnet.unit));
            let changed = self.main_changed.contains(&subnet.unit);
            return if vpc_here && !changed && !self.loose { Exposure::Private } else { Exposure::Unknown };
        };
        let sums: Vec<Table> = tables.iter().filter_map(|t| self.tables.get(t)).copied().collect();
        if sums.is_empty() {
            return Exposure::Unknown;
        }
        // A subnet that is itself only perhaps there exists together with its tables and their routes.
        let reaches = |t: &Table| t.internet || (t.perhaps_internet && subnet.perhaps().is_some());
        if sums.iter().all(reaches) {
            Exposure::Public
        } else if sums.iter().all(|t| !t.internet && !t.perhaps_internet && !t.unclear) {
            Exposure::Private
        } else {
            Exposure::Unknown
        }
    }
}

fn add(sum: &mut Table, kind: Target, perhaps: bool) {
    match kind {
        Target::Internet if perhaps => sum.perhaps_internet = true,
        Target::Internet => sum.internet = true,
        Target::Unclear => sum.unclear = true,
        Target::Elsewhere => {}
    }
}

#[derive(Clone, Copy)]
enum Target {
    Internet,
    Elsewhere,
    Unclear,
}

/// Where a route leads. Only `gateway_id` can name an internet gateway; every other target is private.
fn target(route: &Value) -> Target {
    match read::get(route, "gateway_id") {
        Got::Value(value) => {
            if let Some(text) = read::text(value) {
                return if text.starts_with("igw-") { Target::Internet } else { Target::Elsewhere };
            }
            match read::reference_of(value).and_then(|r| kind_of(&r.owner.subject)) {
                Some("aws_internet_gateway") => Target::Internet,
                Some("aws_vpn_gateway" | "aws_nat_gateway") => Target::Elsewhere,
                _ if read::hole(value).is_some() => Target::Unclear,
                _ => Target::Elsewhere,
            }
        }
        Got::Maybe(_) => Target::Unclear,
        Got::Absent(_) => Target::Elsewhere,
    }
}
