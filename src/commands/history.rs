//! placeholder
pub fn run(
    _: &crate::cli::history::HistoryArgs,
    _: &mut crate::world::World<'_>,
) -> anyhow::Result<crate::exit::Exit> {
    Ok(crate::exit::Exit::Clean)
}
