package io.earshot.tools.simulate.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    @Test
    void shouldStrikeAtEachThirdOccasionAfterTheSparedOnes() {
        assertThat(strikes("groq:stall,every=3,after=2", 9)).containsExactly(4, 7);
    }

    @Test
    void shouldStrikeAFewTimesOnly() {
        assertThat(strikes("groq:error,times=2", 9)).containsExactly(0, 1);
    }

    @Test
    void shouldStrikeWithTheProbability() {
        assertThat(strikes("groq:error,probability=0.25", 4_000)).hasSizeBetween(900, 1_100);
    }

    @Test
    void shouldKeepServicesAndDoorsApart() {
        Faults faults = new Faults(List.of(Fault.parse("groq:refuse,status=500")), 1);
        assertThat(faults.inside(Service.GROQ).kind()).isEqualTo(FaultKind.NONE);
        assertThat(faults.atDoor(Service.DEEPGRAM).kind()).isEqualTo(FaultKind.NONE);
        assertThat(faults.atDoor(Service.GROQ).status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "groq",
                "groq:none",
                "groq:explode",
                "openai:stall",
                "groq:stall,sometimes",
                "groq:stall,every=0",
                "groq:stall,probability=2",
                "groq:refuse,status=200",
                "groq:slow,delay=long",
                "groq:stall,often=1"
            })
    void shouldRefuseWhatIsNoFault(String text) {
        assertThatThrownBy(() -> Fault.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> strikes(String fault, int occasions) {
        Faults faults = new Faults(List.of(Fault.parse(fault)), 1);
        return IntStream.range(0, occasions)
                .filter(i -> faults.inside(Service.GROQ).kind() != FaultKind.NONE)
                .boxed()
                .toList();
    }
}
