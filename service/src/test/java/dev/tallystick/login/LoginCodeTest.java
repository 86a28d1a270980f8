package dev.tallystick.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginCodeTest {
  @ParameterizedTest
  @CsvSource({
    "WDJB-MJHT, WDJBMJHT",
    "wdjb mjht, WDJBMJHT",
    "' wdjb–mjht', ''",
    "w-d-j-b-m-j-h-t, WDJBMJHT",
    "WDJB-MJH, ''",
    "WDJB-MJHTT, ''",
    "WDJB-MJHA, ''",
    "WDJB-MJH1, ''",
    "ẆDJB-MJHT, ''",
    "'', ''"
  })
  void readsWhatPeopleType(String typed, String letters) {
    assertThat(LoginCode.parse(typed).map(LoginCode::letters).orElse("")).isEqualTo(letters);
  }

  @Test
  void isRandomAndIsShownInTwoHalvesAndNeverLogged() {
    var codes = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      var code = LoginCode.random();
      assertThat(code.shown()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
      assertThat(code.toString()).doesNotContain(code.letters().substring(0, 4));
      codes.add(code.letters());
    }
    assertThat(codes).hasSize(1_000);
  }
}
