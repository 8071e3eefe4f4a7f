//! Rejects binary containers by name before reading them.

use file_format::FileFormat;

/// The message about a container with these first bytes, without a full stop; `None` if it is not a
/// known container.
pub fn refusal(start: &[u8]) -> Option<String> {
    let (what, next) = match FileFormat::from_bytes(start) {
        FileFormat::Zip => ("a zip archive", UNPACK),
        FileFormat::TapeArchive => ("a tar archive", UNPACK),
        FileFormat::SevenZip => ("a 7z archive (7-Zip)", UNPACK),
        FileFormat::RoshalArchive => ("a rar archive", UNPACK),
        FileFormat::Xz => ("xz data", "decompress it first, for example with xz -dc"),
        FileFormat::Bzip2 => ("bzip2 data", "decompress it first, for example with bzip2 -dc"),
        FileFormat::Lz4 => ("lz4 data", "decompress it first, for example with lz4 -dc"),
        FileFormat::ApacheParquet => ("a Parquet file", EXPORT),
        FileFormat::ApacheAvro => {
            ("an Avro file", "write it as JSON first, with avro-tools tojson")
        }
        FileFormat::Sqlite3 => (
            "an SQLite database",
            "export the column with the bodies, for example with sqlite3 -csv -header FILE 'select …'",
        ),
        FileFormat::PcapDump | FileFormat::PcapNextGenerationDump => (
            "a packet capture (pcap)",
            "write the requests out first, for example with tshark --export-objects http,FOLDER",
        ),
        _ => return None,
    };
    Some(format!("{what} is not read; {next}"))
}

const UNPACK: &str = "unpack it and read the files in it";
const EXPORT: &str = "export it as JSON lines first, for example with duckdb";

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn containers_are_named() {
        let mut tar = vec![b'a'; 257];
        tar.extend_from_slice(b"ustar\x0000");
        for (start, name) in [
            (&b"PK\x03\x04\x14\0"[..], "zip"),
            (&tar, "tar"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
            (b"\xfd7zXZ\0\0\x04", "xz"),
            (b"BZh91AY&SY", "bzip2"),
            (b"\x04\x22\x4d\x18\x64\x40", "lz4"),
            (b"PAR1\x15\x04", "Parquet"),
            (b"Obj\x01\x04\x16", "Avro"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "pcap"),
            (b"\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", "pcap"),
        ] {
            assert!(refusal(start).is_some_and(|said| said.contains(name)), "{name}");
        }
        for text in ["", "{\"action\":1}", "[1]", "2016-04-14 got {}", "id,payload\n", "\u{feff}{}"]
        {
            assert_eq!(refusal(text.as_bytes()), None, "{text}");
        }
    }
}
