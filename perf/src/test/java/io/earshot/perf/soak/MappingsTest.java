package io.earshot.perf.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MappingsTest {
    @Test
    void shouldTellArenasAndMappedFilesFromEverythingElse() {
        String smaps = """
                7f0a14000000-7f0a14da9000 rw-p 00000000 00:00 0\s
                Size:              13988 kB
                Rss:               13000 kB
                Pss:               12999 kB
                55d1c0000000-55d1c0100000 rw-p 00000000 00:00 0                          [heap]
                Pss:                 101 kB
                7f0a1ffff000-7f0a20000000 rw-p 00000000 00:00 0\s
                Pss:                   4 kB
                7f0a30000000-7f0a31000000 rw-s 00000000 00:01 1042                       /memfd:java_heap (deleted)
                Pss:               16000 kB
                7f0a40001000-7f0a41001000 rw-s 00000000 fe:00 77                         /var/lib/earshot/calls.jsonl
                Pss:                 300 kB
                7f0a50001000-7f0a51001000 r-xp 00000000 fe:00 78                         /tmp/libopus.so (deleted)
                Pss:                 900 kB
                7f0a60001000-7f0a61001000 r-xp 00000000 fe:00 79                         /usr/lib/x86_64-linux-gnu/libc.so.6
                Pss:                 800 kB
                """;
        assertThat(Mappings.of(smaps.lines().toList())).isEqualTo(new Mappings(13_100, 300));
    }
}
