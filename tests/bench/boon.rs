//! A peer for `compare.py`: says of JSON files whether they fit a schema, with the crate `boon`.
//!
//! It reads, validates and prints as the command of the crate `boon-cli` does. That command has a
//! TLS library, whose build takes longer than everything that is compared.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let schema = arguments.next().ok_or("usage: boon SCHEMA [INSTANCE]...")?;
    let mut schemas = Schemas::new();
    let schema = Compiler::new().compile(&schema, &mut schemas).map_err(|why| why.to_string())?;
    let mut exit = ExitCode::SUCCESS;
    for instance in arguments {
        let verdict = match fault(&instance, &schemas, schema) {
            None => "ok".to_owned(),
            Some(why) => {
                exit = ExitCode::from(2);
                format!("failed\n{why}")
            }
        };
        writeln!(io::stdout(), "\ninstance {instance}: {verdict}")?;
    }
    Ok(exit)
}

/// Why a file does not fit the schema, if it does not.
fn fault(instance: &str, schemas: &Schemas, schema: SchemaIndex) -> Option<String> {
    let read = || -> Result<Value, Box<dyn Error>> {
        Ok(serde_json::from_reader(BufReader::new(File::open(instance)?))?)
    };
    match read() {
        Err(why) => Some(why.to_string()),
        Ok(value) => schemas.validate(&value, schema).err().map(|why| why.to_string()),
    }
}
