import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { CheckIcon, MoonIcon, SunIcon, SystemIcon } from '../notebook/icons.tsx';

const CHOICES = [
  { value: 'auto', label: 'As the system', Icon: SystemIcon },
  { value: 'light', label: 'Light', Icon: SunIcon },
  { value: 'dark', label: 'Dark', Icon: MoonIcon },
] as const;

export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { Icon } = CHOICES.find(({ value }) => value === colorScheme) ?? CHOICES[0];
  return (
    <Menu width={180}>
      <Menu.Target>
        <ActionIcon aria-label="Theme" size={34}>
          <Icon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(({ value, label, Icon: Sign }) => (
          <Menu.Item
            key={value}
            leftSection={<Sign />}
            rightSection={value === colorScheme && <CheckIcon />}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
