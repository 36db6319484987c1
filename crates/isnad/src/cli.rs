//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Isnad: an Arabic-first news engine.
#[derive(Parser)]
#[command(name = "isnad", version, about, long_about = None, propagate_version = true)]
#[command(
    after_help = "Exit code: 0 all read; 1 nothing could be done; 2 wrong usage; 3 finished, but some records \
were skipped, each named on stderr with its place and reason."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Show ten days of invented news: the bundled sample in a store of its own
    Demo(DemoArguments),
    /// HTML pages and WARC files in, articles out (JSON Lines)
    Extract(FilterArguments),
    /// Scraped text in, repaired articles out (JSON Lines)
    Repair(FilterArguments),
    /// Articles in, readings out: language and keywords (JSON Lines)
    Analyse(FilterArguments),
    /// Articles in order of arrival in, copies and stories out (JSON Lines)
    Link(LinkArguments),
    /// Put pages, WARC files, JSON Lines, feeds and lists of feeds into the store
    Import(ImportArguments),
    /// Follow a feed, or the feed that a page names
    Add(AddArguments),
    /// List the feeds that are followed, also as OPML
    Sources(SourcesArguments),
    /// Search the store
    Search(SearchArguments),
    /// Write what a search finds as JSON Lines, CSV or Parquet
    Export(ExportArguments),
    /// Copy the store into a new folder, consistent even while it is written to
    Backup(BackupArguments),
    /// Say what the store holds and how far the stages are
    Status(StatusArguments),
    /// Poll the feeds, run the stages and answer the API
    Serve(ServeArguments),
}

#[derive(Args)]
pub struct FilterArguments {
    /// Files and folders, gzip or not; `-` or none is standard input
    pub paths: Vec<PathBuf>,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Number of worker threads; all cores by default
    #[arg(long, value_name = "N", value_parser = parse_jobs)]
    pub jobs: Option<usize>,
}

#[derive(Args)]
pub struct LinkArguments {
    #[command(flatten)]
    pub filter: FilterArguments,
    /// Write what happens as it happens: articles assigned to stories, stories merged, articles moved
    #[arg(long)]
    pub follow: bool,
}

#[derive(Args)]
pub struct DataArguments {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "ISNAD_DATA", default_value = "isnad-data")]
    pub data: PathBuf,
}

#[derive(Args)]
pub struct ImportArguments {
    /// Files and folders, gzip or not; `-` is standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Outlet of records that name none
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Args)]
pub struct AddArguments {
    /// Address of a feed, or of a page that names its feeds
    pub url: String,
    /// Name of the source; the feed's title by default
    #[arg(long)]
    pub name: Option<String>,
    /// Allow loopback and private addresses
    #[arg(long)]
    pub allow_private: bool,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Args)]
pub struct SourcesArguments {
    /// Write the list as OPML, for other readers
    #[arg(long)]
    pub opml: bool,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Copies {
    /// One hit for each report; its copies are counted
    Fold,
    /// Every article
    All,
}

#[derive(Args)]
pub struct SearchArguments {
    /// Words, "phrases", OR, -without, source:, title:, lang:, date:2018-03-01..2018-03-05
    pub query: String,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Number of hits
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Whether copies are folded
    #[arg(long, value_enum, default_value_t = Copies::Fold)]
    pub copies: Copies,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Articles, one a line
    Jsonl,
    /// A table of the main fields
    Csv,
    /// The same for tools that read columns, with the copies of each article
    Parquet,
}

#[derive(Args)]
pub struct ExportArguments {
    /// As for search; `*` is everything
    pub query: String,
    /// Form of the output; by default that of the file's ending, else JSON Lines
    #[arg(long, value_enum)]
    pub format: Option<ExportFormat>,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Args)]
pub struct BackupArguments {
    /// A new folder
    pub to: PathBuf,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Args)]
pub struct StatusArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArguments,
}

#[derive(Args)]
pub struct DemoArguments {
    /// Keep the store in this folder; by default it is temporary and goes with the demo
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address to answer on, loopback only; a free port by default
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
}

#[derive(Args)]
pub struct ServeArguments {
    /// Address to answer on; anything but loopback needs a token
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8470")]
    pub listen: SocketAddr,
    /// Token that every request must carry (`Authorization: Bearer TOKEN`)
    #[arg(long, env = "ISNAD_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Host names besides the address itself under which the server is reached
    #[arg(long, value_name = "HOST")]
    pub host: Vec<String>,
    /// Allow feeds and pages on loopback and private addresses
    #[arg(long)]
    pub allow_private: bool,
    /// Answer only; poll no feeds and run no stages
    #[arg(long)]
    pub read_only: bool,
    #[command(flatten)]
    pub data: DataArguments,
}

fn parse_jobs(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(0) | Err(_) => Err("must be a whole number from 1".to_owned()),
        Ok(jobs) => Ok(jobs),
    }
}
