package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of control groups as Docker, Kubernetes and systemd make them, staged in a folder: tests may not limit the machine they run on. */
class CpuQuotaTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadTheQuotaOfAContainer() throws Exception {
        write("mount/cpu.max", "50000 100000");
        write("mount/cpu.stat", "usage_usec 5\nnr_periods 200\nnr_throttled 50\nthrottled_usec 9\n");

        CpuQuota quota = read("0::/");

        assertThat(quota.processors()).isCloseTo(0.5, within(1e-9));
        assertThat(quota.throttled()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void shouldReadTheLeastOfAServiceAndTheSlicesAboveIt() throws Exception {
        write("mount/system.slice/cpu.max", "150000 100000");
        write("mount/system.slice/earshot.service/cpu.max", "400000 100000");
        assertThat(read("0::/system.slice/earshot.service").processors()).isCloseTo(1.5, within(1e-9));

        write("mount/system.slice/earshot.service/cpu.max", "25000 100000");
        assertThat(read("0::/system.slice/earshot.service").processors()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void shouldReadTheOlderKindOfGroups() throws Exception {
        write("mount/cpu/docker/abc/cpu.cfs_quota_us", "20000");
        write("mount/cpu/docker/abc/cpu.cfs_period_us", "100000");

        assertThat(read("4:memory:/x\n1:cpu:/docker/abc\n0::/").processors()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void shouldFindNoLimitWhereThereIsNone() throws Exception {
        write("mount/cpu.max", "max 100000");
        write("mount/cpu/cpu.cfs_quota_us", "-1");
        write("mount/cpu/cpu.cfs_period_us", "100000");

        assertThat(read("1:cpu:/\n0::/")).isEqualTo(CpuQuota.NONE);
        assertThat(CpuQuota.read(folder.resolve("nothing"), folder)).isEqualTo(CpuQuota.NONE);
        assertThat(read("0::/../../etc")).isEqualTo(CpuQuota.NONE);
    }

    private CpuQuota read(String groups) throws Exception {
        return CpuQuota.read(write("groups", groups + "\n"), folder.resolve("mount"));
    }

    private Path write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
