"""The socket by which commands reach a server that has the data."""

import stat

from krug_process import Place, Server


def test_only_the_owner_reaches_the_socket(served):
    data = served.place.folder
    assert stat.S_IMODE((data / "krug.socket").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_the_socket_goes_with_the_server(served):
    assert served.server.terminate(seconds=30) == 0
    assert not (served.place.folder / "krug.socket").exists()
    assert "ada@krug.test" in served.call("user", "list")[0]


def test_a_socket_of_a_dead_server_is_in_nobodys_way(served):
    served.server.kill()
    assert (served.place.folder / "krug.socket").exists()
    assert "ada@krug.test" in served.call("user", "list")[0]
    served.server = Server(served.place)
    assert "ada@krug.test" in served.call("user", "list")[0]


def test_a_folder_too_deep_for_a_socket_is_served_all_the_same(tmp_path):
    place = Place("sqlite", tmp_path / ("deep" * 30))
    server = Server(place)
    assert server.terminate(seconds=30) == 0


def test_commands_at_the_same_time_wait_for_each_other(lonely):
    commands = [lonely.start("user", "list") for _ in range(4)]
    for command in commands:
        out, err = command.communicate(timeout=60)
        assert (command.returncode, "ada@krug.test" in out) == (0, True), err


def test_a_command_goes_to_the_workspace_that_it_names(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    server = Server(place, "--workspace", "acme")
    said = "plum orchard kettle\n"
    place.command("user", "add", "ada@krug.test", "--name", "Ada", "--role", "observer", "--password-stdin", "--workspace", "acme", said=said)
    assert place.command("user", "list") == ""
    assert "ada@krug.test" in place.command("user", "list", "--workspace", "acme")
    assert "acme" in place.refused("user", "list", "--workspace", "other")
    assert server.terminate(seconds=30) == 0
